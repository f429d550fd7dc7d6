"""Sends one request that stands as JSON on standard input to the console, and prints the answer as JSON."""

import http.client
import json
import sys

request = json.load(sys.stdin)
connection = http.client.HTTPConnection("127.0.0.1", 8080, timeout=20)
headers = {"Sec-Fetch-Site": "same-origin", **request["headers"]}
body = None
if request["body"] is not None:
    body = json.dumps(request["body"])
    headers["Content-Type"] = "application/json"
connection.request(request["method"], request["path"], body, headers)
response = connection.getresponse()
answer = {
    "status": response.status,
    "headers": {name.lower(): value for name, value in response.getheaders()},
    "body": response.read().decode(),
}
print(json.dumps(answer))
