"""AWS STS: roles of members, and wrong credentials."""

import boto3


def check_roles_of_members(aws):
    organizations = aws.client("organizations")
    management = aws.account()
    accounts = aws.pages(organizations, "list_accounts", "Accounts")
    member = next(one["Id"] for one in accounts if one["Id"] != management)
    role = f"arn:aws:iam::{member}:role/OrganizationAccountAccessRole"
    assumed = aws.client("sts").assume_role(RoleArn=role, RoleSessionName="boto3")
    session = boto3.client(
        "sts",
        region_name="us-east-1",
        endpoint_url=aws.url,
        aws_access_key_id=assumed["Credentials"]["AccessKeyId"],
        aws_secret_access_key=assumed["Credentials"]["SecretAccessKey"],
        aws_session_token=assumed["Credentials"]["SessionToken"],
    )
    arn = session.get_caller_identity()["Arn"]
    aws.equal("identity", arn, f"arn:aws:sts::{member}:assumed-role/OrganizationAccountAccessRole/boto3")


def check_wrong_credentials(aws):
    options = {"region_name": "us-east-1", "endpoint_url": aws.url}
    wrong = boto3.client("sts", aws_access_key_id="test", aws_secret_access_key="guess", **options)
    aws.refused("secret", "SignatureDoesNotMatch", wrong.get_caller_identity)
    unknown = boto3.client("sts", aws_access_key_id="AKIAUNKNOWN", aws_secret_access_key="x", **options)
    aws.refused("key", "InvalidClientTokenId", unknown.get_caller_identity)
