"""litellm's local-cache hit, in an environment of its own where nothing of ours is installed. See cache.py.

Reads the request and the answer from the first line of its input; each further line is a number of calls, answered by
the median of their times in microseconds.
"""

import json
import statistics
import sys
import time
from typing import Any

import litellm  # type: ignore[import-not-found]
from litellm.caching.caching import Cache  # type: ignore[import-not-found]


def main() -> None:
    told = json.loads(sys.stdin.readline())
    litellm.telemetry = False
    litellm.suppress_debug_info = True
    litellm.cache = Cache(type="local")

    def call() -> Any:
        return litellm.completion(
            model="gpt-4o-mini",
            messages=told["messages"],
            mock_response=told["answer"],
            caching=True,
            api_key="none",
        )

    call()
    time.sleep(0.5)  # it stores in the background
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        times = []
        for _ in range(int(line)):
            started = time.perf_counter()
            reply = call()
            times.append((time.perf_counter() - started) * 1e6)
            if not reply._hidden_params.get("cache_hit"):
                raise AssertionError("litellm did not answer from its cache")
        print(json.dumps(statistics.median(times)), flush=True)


if __name__ == "__main__":
    main()
