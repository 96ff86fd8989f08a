-- title: Snapshots that are shared with accounts outside the inventory
-- severity: high
-- category: security
-- why: These accounts can copy the data of the volume and keep the copy.
-- remediation: Remove the permission, or include the account in the inventory.
-- source: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
SELECT account_id, account_name, region, id, arn, 'shared with ' || permission.UserId AS detail
FROM ec2_snapshot, unnest(CreateVolumePermissions) AS permissions(permission)
WHERE permission.UserId NOT IN (SELECT account_id FROM accounts);
