"""Runs the checks of one service against a simulated organization: contract.py SERVICE URL.

A check is a function of the service's module whose name begins with `check_`. What differs is printed, and the exit
code is 1 then.
"""

import importlib
import sys
import traceback

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

# Waiters poll a clock that runs a hundred times faster than this machine's.
QUICKLY = {"Delay": 0.2, "MaxAttempts": 200}


class Aws:
    """Clients of the administrator, and the comparisons of a check."""

    def __init__(self, url):
        self.url = url
        self.differences = []

    def options(self, region, **config):
        return {
            "region_name": region,
            "endpoint_url": self.url,
            "aws_access_key_id": "test",
            "aws_secret_access_key": "test",
            "config": Config(retries={"total_max_attempts": 3}, **config),
        }

    def client(self, service, region="us-east-1", **config):
        return boto3.client(service, **self.options(region, **config))

    def resource(self, service, region="us-east-1"):
        return boto3.resource(service, **self.options(region))

    def account(self):
        return self.client("sts").get_caller_identity()["Account"]

    def role(self, name, service):
        """The ARN of a role that the service may assume."""
        trust = (
            '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"%s.amazonaws.com"},'
            '"Action":"sts:AssumeRole"}]}' % service
        )
        created = self.client("iam").create_role(RoleName=name, AssumeRolePolicyDocument=trust)
        return created["Role"]["Arn"]

    def equal(self, what, actual, expected):
        if actual != expected:
            self.differences.append(f"{what}:\n    expected {expected!r}\n    received {actual!r}")

    def refused(self, what, code, call):
        try:
            call()
        except ClientError as error:
            self.equal(what, error.response["Error"]["Code"], code)
        else:
            self.differences.append(f"{what}: expected {code}, and it succeeded")

    def wait(self, client, name, **parameters):
        client.get_waiter(name).wait(WaiterConfig=QUICKLY, **parameters)

    def pages(self, client, name, key, size=2, **parameters):
        """The items of all pages, which are small where the operation takes a size."""
        paginator = client.get_paginator(name)
        config = {"PageSize": size} if paginator._limit_key else {}
        return list(
            paginator.paginate(PaginationConfig=config, **parameters).search(f"{key}[]")
        )


def run(service, url):
    module = importlib.import_module(f"check_{service}")
    checks = [value for name, value in vars(module).items() if name.startswith("check_")]
    failed = 0
    for check in checks:
        aws = Aws(url)
        try:
            check(aws)
        except Exception:
            aws.differences.append(traceback.format_exc())
        for difference in aws.differences:
            print(f"{service}: {check.__name__}: {difference}")
        failed += bool(aws.differences)
    print(f"{service}: {len(checks) - failed} of {len(checks)} checks passed")
    return failed or not checks


if __name__ == "__main__":
    sys.exit(1 if run(sys.argv[1], sys.argv[2]) else 0)
