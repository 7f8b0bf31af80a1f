"""The arithmetic of buckets.py as Lua, so that one account is booked atomically by all processes on one clock.

KEYS: a hash with the account's state, a sorted set of its bookings under way; one {hash tag} for both.
The last argument of every script says whether the server had to be taught the script: it may then have restarted with
old data, and the account begins afresh. Levels are kept with all their digits; moments are microseconds of the server.
"""

from typing import Final

from orchestrator.pace import buckets
from orchestrator.servers.shared_lua import Script

KEPT_SECONDS: Final = 7 * 86_400  # an account nobody asked for so long begins afresh

_CONSTANTS = f"""
local USABLE, REFILL, START = {buckets.USABLE_SHARE}, {buckets.REFILL_SHARE}, {buckets.START_SHARE}
local HEARSAY, STEP = {buckets.HEARSAY_SECONDS} * 1e6, {buckets.STEP_SECONDS} * 1e6
local LEASE, UNDER_WAY = {buckets.LEASE_SECONDS} * 1e6, {buckets.UNDER_WAY_SECONDS} * 1e6
local KEPT, LEAST_LACK, EARLIER = {KEPT_SECONDS}, {buckets.LEAST_LACK}, {buckets.EARLIER_SECONDS} * 1e6
"""

_STATE = """
local key, open = KEYS[1], KEYS[2]
local time = redis.call('TIME')
local now = time[1] * 1000000 + time[2]
local taught = ARGV[#ARGV] == '1'

local function three(first)
  return {tonumber(ARGV[first]), tonumber(ARGV[first + 1]), tonumber(ARGV[first + 2])}
end
local function exact(number) return string.format('%.17g', number) end
local function per_us(limit) return limit * REFILL / 60e6 end

local function risen(pace, b)
  pace.spilled[b] = math.max(pace.spilled[b], pace.granted[b] - (pace.limit[b] * USABLE - pace.level[b]))
end

local configured = three(1)
local function load()
  local raw = redis.call('HMGET', key, 'epoch', 'at', 'not_before', 'seq', 'level1', 'level2', 'level3',
    'granted1', 'granted2', 'granted3', 'heard1', 'heard2', 'heard3', 'spilled1', 'spilled2', 'spilled3')
  local function number(place) return tonumber(raw[place] or '0') or 0 end
  local pace = {epoch = number(1), at = number(2), not_before = number(3), seq = number(4),
    level = {}, granted = {}, limit = {}, heard = {}, spilled = {}}
  local lost = not raw[1] or pace.epoch > now
  if lost then
    redis.call('DEL', key, open)
    pace.at, pace.not_before, raw = now, 0, {}
  end
  if lost or taught then pace.epoch = now end
  if pace.at > math.max(now, pace.not_before) then pace.at = now end
  local passed = math.max(0, now - pace.at)
  for b = 1, 3 do
    pace.granted[b], pace.heard[b], pace.spilled[b] = number(7 + b), number(10 + b), number(13 + b)
    local limit = pace.heard[b] > 0 and pace.heard[b] or configured[b]
    local level = lost and limit * START or number(4 + b)
    if taught then level = math.min(level, limit * START) end
    pace.limit[b] = limit
    pace.level[b] = math.min(limit * USABLE, level + passed * per_us(limit))
    risen(pace, b)
  end
  pace.at = math.max(pace.at, now)
  return pace
end

local function lifted_at() return tonumber(redis.call('HGET', key, 'lifted') or '0') or 0 end

local function save(pace)
  redis.call('HSET', key, 'epoch', exact(pace.epoch), 'at', exact(pace.at), 'not_before', exact(pace.not_before),
    'seq', exact(pace.seq), 'level1', exact(pace.level[1]), 'level2', exact(pace.level[2]),
    'level3', exact(pace.level[3]), 'granted1', exact(pace.granted[1]), 'granted2', exact(pace.granted[2]),
    'granted3', exact(pace.granted[3]), 'heard1', exact(pace.heard[1]), 'heard2', exact(pace.heard[2]),
    'heard3', exact(pace.heard[3]), 'spilled1', exact(pace.spilled[1]), 'spilled2', exact(pace.spilled[2]),
    'spilled3', exact(pace.spilled[3]))
  redis.call('EXPIRE', key, KEPT)
end
"""

# ARGV: limits 1-3, cost 4-6, owed 7-9, lane 10, caller 11, most wait 12, own not-before 13 (both microseconds from now)
# and 14, the newest lifting that the caller heard of: what it was told before a later one counts no more; 15, how long
# the caller has waited (microseconds). Since when a holder waits stands beside its place: others read that as it was.
_BOOK = """
local cost, owed, lane, caller = three(4), three(7), tonumber(ARGV[10]), ARGV[11]
local pace = load()
local own, lifted = tonumber(ARGV[13]), lifted_at()
if own > 0 and lifted <= tonumber(ARGV[14]) then pace.not_before = math.max(pace.not_before, now + own) end

local came = now - tonumber(ARGV[15])
local ahead, crowded, mine, taken = {0, 0, 0}, false, false, false
for other = 1, lane do
  local place = redis.call('HGET', key, 'place' .. other)
  if place then
    local holder, till, r, i, o = string.match(place, '^(%S+) (%S+) (%S+) (%S+) (%S+)$')
    if holder == caller then
      mine = mine or other == lane
    elseif tonumber(till) > now
      and not (other == lane and came + EARLIER < tonumber(redis.call('HGET', key, 'since' .. lane) or '0')) then
      crowded = true
      taken = taken or other == lane
      ahead = {ahead[1] + tonumber(r), ahead[2] + tonumber(i), ahead[3] + tonumber(o)}
    end
  end
end

local most, lone = tonumber(ARGV[12]), math.max(0, pace.not_before - now)
local wait = lone
local function until_there(b, need)
  local lack = need - pace.level[b]
  return lack > LEAST_LACK and math.max(0, pace.at - now) + lack / per_us(pace.limit[b]) or 0
end
for b = 1, 3 do
  pace.level[b] = pace.level[b] - owed[b]
  pace.granted[b] = pace.granted[b] + owed[b]
  if cost[b] > 0 then
    lone = math.max(lone, until_there(b, math.min(cost[b], pace.limit[b] * USABLE)))
    if crowded then wait = math.max(wait, until_there(b, cost[b] + ahead[b])) end
  end
end
wait = math.max(wait, lone)

local id, since = '', ''
local told, hold = 'wait', math.min(wait, STEP)
if wait <= 0 then
  told = 'granted'
  pace.seq = pace.seq + 1
  id = string.format('%d|%.17g|%.17g|%.17g', pace.seq, pace.granted[1], pace.granted[2], pace.granted[3])
  redis.call('ZREMRANGEBYSCORE', open, '-inf', exact(now - UNDER_WAY))
  redis.call('ZADD', open, exact(now), id)
  redis.call('EXPIRE', open, KEPT)
  since = redis.call('ZRANGE', open, 0, 0)[1]
  for b = 1, 3 do
    pace.level[b] = pace.level[b] - cost[b]
    pace.granted[b] = pace.granted[b] + cost[b]
  end
elseif most <= 0 or lone > most then
  told, hold = 'too_late', wait
end
if told == 'wait' and not taken then
  local till = now + hold + LEASE
  redis.call('HSET', key, 'place' .. lane, string.format('%s %.17g %.17g %.17g %.17g', caller, till, cost[1], cost[2], cost[3]),
    'since' .. lane, exact(came))
elseif told ~= 'wait' and mine then
  redis.call('HDEL', key, 'place' .. lane)
end
save(pace)
return {told, math.ceil(hold), math.ceil(math.max(0, pace.not_before - now)), id, since, exact(lifted)}
"""  # noqa: E501 - a line of Lua

# ARGV: limits 1-3, estimate 4-6, used 7-9, mark 10-12, hinted limits 13-15, hinted remaining 16-18, booking id 19
_SETTLE = """
local estimate, used, mark = three(4), three(7), three(10)
local said, remaining = three(13), three(16)
local pace = load()
local known = redis.call('ZREM', open, ARGV[19]) == 1
local _, requests, input, output = string.match(ARGV[19], '^([^|]+)|([^|]+)|([^|]+)|([^|]+)$')
local before = {tonumber(requests), tonumber(input), tonumber(output)}
local may_rise = known and now - pace.epoch >= HEARSAY
for b = 1, 3 do
  local more = used[b] - estimate[b]
  local refundable = known and math.max(0, before[b] + estimate[b] - pace.spilled[b]) or 0
  more = math.max(more, -refundable)
  if said[b] > 0 then pace.heard[b], pace.limit[b] = said[b], said[b] end
  local limit, level = pace.limit[b], pace.level[b] - more
  pace.granted[b] = pace.granted[b] + math.max(0, more)
  level = math.min(level, limit * USABLE)
  if said[b] > 0 then
    local left = math.min(remaining[b], limit) - (limit - limit * USABLE)
    if may_rise then level = math.max(level, left - (pace.granted[b] - mark[b])) end
    level = math.min(level, left)
  end
  pace.level[b] = level
  risen(pace, b)
end
save(pace)
return {known and 1 or 0, exact(now)}
"""

# ARGV: limits 1-3, microseconds from now 4
_LEAVE_ALONE = """
local pace = load()
pace.not_before = math.max(pace.not_before, now + tonumber(ARGV[4]))
pace.at = math.max(pace.at, pace.not_before)
for b = 1, 3 do pace.level[b] = math.min(pace.level[b], pace.limit[b] * START) end
save(pace)
return {math.ceil(pace.not_before - now), exact(lifted_at())}
"""

# ARGV: limits 1-3
_LIFT = """
local pace = load()
pace.not_before, pace.at = 0, now
save(pace)
redis.call('HSET', key, 'lifted', exact(now))
return exact(now)
"""

BOOK: Final = Script(_CONSTANTS + _STATE + _BOOK)
SETTLE: Final = Script(_CONSTANTS + _STATE + _SETTLE)
LEAVE_ALONE: Final = Script(_CONSTANTS + _STATE + _LEAVE_ALONE)
LIFT: Final = Script(_CONSTANTS + _STATE + _LIFT)
LOOK: Final = Script("""
local time = redis.call('TIME')
return {time[1], time[2], redis.call('HGETALL', KEYS[1]), redis.call('ZCARD', KEYS[2])}
""")
ALL: Final = (BOOK, SETTLE, LEAVE_ALONE, LIFT, LOOK)
