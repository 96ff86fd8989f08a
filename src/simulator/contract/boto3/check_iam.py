"""IAM: roles, users, policies and profiles as resources."""

import json

DOCUMENT = json.dumps(
    {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}
)


def check_roles_as_resources(aws):
    aws.role("boto3-role", "ec2")
    role = aws.resource("iam").Role("boto3-role")
    policy = aws.resource("iam").create_policy(PolicyName="boto3-policy", PolicyDocument=DOCUMENT)
    aws.wait(aws.client("iam"), "policy_exists", PolicyArn=policy.arn)
    role.attach_policy(PolicyArn=policy.arn)
    role.Policy("inline").put(PolicyDocument=DOCUMENT)
    aws.equal("attached", [one.arn for one in role.attached_policies.all()], [policy.arn])
    aws.equal("inline", [one.name for one in role.policies.all()], ["inline"])
    aws.equal("document", role.Policy("inline").policy_document, json.loads(DOCUMENT))
    aws.refused("in use", "DeleteConflict", role.delete)
    role.detach_policy(PolicyArn=policy.arn)
    role.Policy("inline").delete()
    role.delete()
    policy.delete()


def check_users_as_resources(aws):
    iam = aws.resource("iam")
    user = iam.create_user(UserName="boto3-user", Tags=[{"Key": "team", "Value": "red"}])
    aws.wait(aws.client("iam"), "user_exists", UserName="boto3-user")
    group = iam.create_group(GroupName="boto3-group")
    group.add_user(UserName="boto3-user")
    pair = user.create_access_key_pair()
    aws.equal("groups", [one.name for one in user.groups.all()], ["boto3-group"])
    aws.equal("keys", [one.id for one in user.access_keys.all()], [pair.id])
    pair.delete()
    group.remove_user(UserName="boto3-user")
    group.delete()
    user.delete()
    aws.refused("gone", "NoSuchEntity", user.load)


def check_profiles(aws):
    aws.role("boto3-profile", "ec2")
    profile = aws.resource("iam").create_instance_profile(InstanceProfileName="boto3-profile")
    aws.wait(aws.client("iam"), "instance_profile_exists", InstanceProfileName="boto3-profile")
    profile.add_role(RoleName="boto3-profile")
    profile.reload()
    aws.equal("roles", [one.name for one in profile.roles], ["boto3-profile"])


def check_pages(aws):
    client = aws.client("iam")
    for index in range(5):
        client.create_user(UserName=f"boto3-page-{index}", Path="/boto3/")
    users = aws.pages(client, "list_users", "Users", PathPrefix="/boto3/")
    aws.equal("users", [one["UserName"][-1] for one in users], list("01234"))


def check_service_linked_roles(aws):
    created = aws.client("iam").create_service_linked_role(AWSServiceName="autoscaling.amazonaws.com")
    aws.equal("name", created["Role"]["RoleName"], "AWSServiceRoleForAutoScaling")
