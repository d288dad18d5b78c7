// Starts and ends the workers with the run. While a task of the run computes, the parameter contains its master's address
// and the service runs all workers. Otherwise the service runs no workers. The function checks the existing tasks, not
// the event, so events may be repeated, out of order or lost.
const { ECSClient, DescribeTasksCommand, ListTasksCommand, UpdateServiceCommand } = require("@aws-sdk/client-ecs");
const { GetParameterCommand, PutParameterCommand, SSMClient } = require("@aws-sdk/client-ssm");

const containers = new ECSClient({});
const parameters = new SSMClient({});
const { CLUSTER: cluster, SERVICE: service, PARAMETER: Name, RUN, FAMILY, COMMANDS, PORT, WORKERS } = process.env;

// A task of the run may also execute a command such as status, which needs no workers.
const computes = ({ overrides }) => {
  const override = overrides?.containerOverrides?.find(({ name }) => name === RUN);
  return override?.command === undefined || COMMANDS.split(",").includes(override.command[0]);
};

const address = (task) => task.containers
  .flatMap(({ networkInterfaces }) => networkInterfaces ?? [])
  .map(({ privateIpv4Address }) => privateIpv4Address)
  .find((known) => known !== undefined);

const run = async () => {
  const { taskArns: tasks } = await containers.send(
    new ListTasksCommand({ cluster, family: FAMILY, desiredStatus: "RUNNING" }));
  if (tasks.length === 0) {
    return undefined;
  }
  const described = await containers.send(new DescribeTasksCommand({ cluster, tasks }));
  // The oldest task holds the lease on the lake. Others end by themselves or wait.
  return described.tasks
    .filter((task) => task.desiredStatus === "RUNNING" && computes(task) && address(task) !== undefined)
    .sort((one, other) => one.createdAt - other.createdAt)[0];
};

exports.handler = async () => {
  const current = await run();
  if (current === undefined) {
    await containers.send(new UpdateServiceCommand({ cluster, service, desiredCount: 0 }));
    return;
  }
  const Value = `spark://${address(current)}:${PORT}`;
  const { Parameter: known } = await parameters.send(new GetParameterCommand({ Name }));
  const moved = known.Value !== Value;
  if (moved) {
    await parameters.send(new PutParameterCommand({ Name, Value, Overwrite: true }));
  }
  // Workers of an earlier run would still look for its master.
  await containers.send(new UpdateServiceCommand({
    cluster, service, desiredCount: Number(WORKERS), forceNewDeployment: moved }));
};
