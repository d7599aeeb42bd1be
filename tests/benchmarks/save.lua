-- Learners who save one answer after the other, each with a connection of their own: as many threads as connections.
-- Argument: a file with a line for each thread, tab-separated: the Cookie header, the form's other fields, the
-- revision to begin with, and the addresses to save at, in turn. A save is the next revision, and another answer.

local threads = 0

function setup(thread)
  threads = threads + 1
  thread:set("number", threads)
end

function init(arguments)
  local number_of_line = 0
  for line in io.lines(arguments[1]) do
    number_of_line = number_of_line + 1
    if number_of_line == number then
      read_learner(line)
    end
  end
end

function read_learner(line)
  local parts = {}
  for part in line:gmatch("[^\t]+") do
    table.insert(parts, part)
  end
  headers = {
    ["Accept-Encoding"] = "gzip, deflate, br",
    ["Content-Type"] = "application/x-www-form-urlencoded",
    ["Cookie"] = parts[1],
    ["HX-Request"] = "true",
  }
  fields = parts[2]
  revisions, paths = {}, {}
  for place = 4, #parts do
    table.insert(revisions, tonumber(parts[3]))
    table.insert(paths, parts[place])
  end
  turn = 1
end

function request()
  local revision = revisions[turn]
  local body = fields .. "&revision=" .. revision .. "&answer=" .. revision % 2
  return wrk.format("POST", paths[turn], headers, body)
end

function response(status)
  if status == 200 then
    revisions[turn] = revisions[turn] + 1
  end
  turn = turn % #paths + 1
end
