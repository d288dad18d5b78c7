// Creates a new key for hashing users' ids in the four steps of Secrets Manager, then restarts the API with it. Runs
// use it from their next start, and then read all feedback again.
const { SecretsManagerClient, DescribeSecretCommand, GetRandomPasswordCommand, PutSecretValueCommand,
  UpdateSecretVersionStageCommand } = require("@aws-sdk/client-secrets-manager");
const { ECSClient, UpdateServiceCommand } = require("@aws-sdk/client-ecs");

const secrets = new SecretsManagerClient({});
const containers = new ECSClient({});

exports.handler = async ({ SecretId, ClientRequestToken, Step }) => {
  const { VersionIdsToStages: versions } = await secrets.send(new DescribeSecretCommand({ SecretId }));
  const stages = versions[ClientRequestToken];
  if (stages === undefined) {
    throw new Error("The version to rotate to does not exist");
  }
  const done = stages.includes("AWSCURRENT");
  if (!done && !stages.includes("AWSPENDING")) {
    throw new Error("The version to rotate to is not pending");
  }
  if (Step === "createSecret" && !done) {
    const { RandomPassword } = await secrets.send(
      new GetRandomPasswordCommand({ PasswordLength: 64, ExcludePunctuation: true }));
    try {
      await secrets.send(new PutSecretValueCommand({
        SecretId, ClientRequestToken, SecretString: RandomPassword, VersionStages: ["AWSPENDING"] }));
    } catch (error) {
      // The step is repeated: keep the first value.
      if (error.name !== "ResourceExistsException") {
        throw error;
      }
    }
  } else if (Step === "finishSecret") {
    const current = Object.keys(versions).find((version) => versions[version].includes("AWSCURRENT"));
    if (!done) {
      await secrets.send(new UpdateSecretVersionStageCommand({
        SecretId, VersionStage: "AWSCURRENT", MoveToVersionId: ClientRequestToken, RemoveFromVersionId: current }));
    }
    // Also if the step is repeated, because the first attempt may have failed here.
    await containers.send(new UpdateServiceCommand({
      cluster: process.env.CLUSTER, service: process.env.SERVICE, forceNewDeployment: true }));
  }
};
