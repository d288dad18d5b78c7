// Reads a known collar through the API as a client does, and checks what it gets. A line in the embedded metric format
// says whether that worked, and how long it took. The line and the errors contain no collar and no key.
const { SecretsManagerClient, GetSecretValueCommand } = require("@aws-sdk/client-secrets-manager");

const secrets = new SecretsManagerClient({});
const { URL: url, COLLAR: collar, SECRET: SecretId, NAMESPACE: Namespace, METRIC } = process.env;
const DAYS = 7;
let key;

const get = async (path) => {
  const answer = await fetch(url + path, {
    headers: { "user-agent": "petty-canary", "x-api-key": key }, redirect: "error", signal: AbortSignal.timeout(10_000) });
  if (answer.status !== 200) {
    throw Object.assign(new Error(`The API answered ${answer.status}`), { status: answer.status });
  }
  return answer.json();
};

const check = (holds, otherwise) => {
  if (!holds) {
    throw new Error(otherwise);
  }
};

const read = async () => {
  const { days } = await get("/v1/days");
  check(days.length > 0, "No day is published");
  const published = days.map(({ day }) => day).sort().slice(-DAYS);
  const path = `/v1/collars/${collar}`;
  const { days: summaries } = await get(`${path}/summaries?from=${published[0]}&to=${published.at(-1)}`);
  const newest = summaries.findLast(({ summary }) => summary !== null);
  check(newest !== undefined, `The collar has no reading in the newest ${DAYS} published days`);
  const { day, summary } = newest;
  check(summary.readings > 0 && summary.observed_minutes >= 0 && summary.observed_minutes <= 1440,
    `The summary of ${day} is implausible`);
  const { days: [{ events }] } = await get(`${path}/timeline?date=${day}`);
  check(events.length > 0, `The timeline of ${day} has no event`);
  check(events.every(({ start, end, day: of }) => of === day && start.startsWith(day) && start <= end),
    `The timeline of ${day} has an event outside of its day`);
  check(events.reduce((sum, { readings }) => sum + readings, 0) === summary.readings,
    `The timeline and the summary of ${day} differ in their number of readings`);
  return day;
};

const attempt = async () => {
  const fresh = key === undefined;
  key ??= (await secrets.send(new GetSecretValueCommand({ SecretId }))).SecretString;
  try {
    return await read();
  } catch (error) {
    if (error.status === 401 && !fresh) {
      key = undefined; // It was replaced: read it again.
      return attempt();
    }
    throw error;
  }
};

exports.handler = async () => {
  const begin = Date.now();
  const outcome = await attempt().then((day) => ({ day }), (error) => {
    key = undefined;
    return { error: [error.name, error.message, error.cause?.code].filter(Boolean).join(": ") };
  });
  // Not with console.log, which puts a prefix before the line.
  process.stdout.write(`${JSON.stringify({
    _aws: { Timestamp: begin, CloudWatchMetrics: [{ Namespace, Dimensions: [[]], Metrics: [
      { Name: METRIC, Unit: "Count" }, { Name: "CanaryDuration", Unit: "Milliseconds" }] }] },
    [METRIC]: outcome.error === undefined ? 0 : 1, CanaryDuration: Date.now() - begin, ...outcome })}\n`);
};
