"""AWS Organizations: pages, accounts and invitations."""


def check_pages(aws):
    client = aws.client("organizations")
    accounts = aws.pages(client, "list_accounts", "Accounts")
    aws.equal("accounts", len(accounts), 8)
    [root] = aws.pages(client, "list_roots", "Roots")
    names = ["boto3-a", "boto3-b", "boto3-c"]
    for name in names:
        client.create_organizational_unit(ParentId=root["Id"], Name=name)
    units = aws.pages(client, "list_organizational_units_for_parent", "OrganizationalUnits", ParentId=root["Id"])
    aws.equal("units", set(names) <= {one["Name"] for one in units}, True)


def check_invitations(aws):
    client = aws.client("organizations")
    aws.refused("a second organization", "AlreadyInOrganizationException", client.create_organization)
    target = {"Id": "222222222222", "Type": "ACCOUNT"}
    handshake = client.invite_account_to_organization(Target=target)["Handshake"]
    listed = aws.pages(client, "list_handshakes_for_organization", "Handshakes")
    aws.equal("handshakes", [one["Id"] for one in listed], [handshake["Id"]])
    canceled = client.cancel_handshake(HandshakeId=handshake["Id"])["Handshake"]
    aws.equal("state", canceled["State"], "CANCELED")


def check_members_stay(aws):
    client = aws.client("organizations")
    management = aws.account()
    members = [one["Id"] for one in aws.pages(client, "list_accounts", "Accounts") if one["Id"] != management]
    remove = lambda account: lambda: client.remove_account_from_organization(AccountId=account)
    aws.refused("a member", "ConstraintViolationException", remove(members[0]))
    aws.refused("the management account", "MasterCannotLeaveOrganizationException", remove(management))
