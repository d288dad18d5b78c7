-- Uniformly random look-ups of a collar's day, each with the collar's own token.
-- Arguments: a file with a collar and its token per line, and a file with a day per line.
local collars, tokens, days = {}, {}, {}

function setup(thread)
  thread:set("seed", math.random(1, 2 ^ 30))
end

function init(arguments)
  math.randomseed(seed)
  for line in io.lines(arguments[1]) do
    local collar, token = line:match("^(%S+) (%S+)$")
    collars[#collars + 1] = collar
    tokens[#tokens + 1] = token
  end
  for line in io.lines(arguments[2]) do
    days[#days + 1] = line
  end
end

function request()
  local i = math.random(#collars)
  return "GET /v1/collars/" .. collars[i] .. "/timeline?date=" .. days[math.random(#days)]
    .. " HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer " .. tokens[i] .. "\r\n\r\n"
end

function done(summary, latency, requests)
  local errors = summary.errors
  io.write(string.format("result %d %d %d %d %d\n", summary.requests, summary.duration, summary.bytes,
    errors.status, errors.connect + errors.read + errors.write + errors.timeout))
end
