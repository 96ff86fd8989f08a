-- title: Snapshots that everyone can restore
-- severity: critical
-- category: security
-- why: Anyone can create a volume from the snapshot and read its data.
-- remediation: Remove the permission for the group all.
-- source: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modifying-snapshot-permissions.html
SELECT account_id, account_name, region, id, arn, 'everyone may create volumes from it' AS detail
FROM ec2_snapshot
WHERE list_contains(list_transform(CreateVolumePermissions, lambda p: p."Group"), 'all');
