-- title: AMIs that are shared with accounts outside the inventory
-- severity: medium
-- category: security
-- why: These accounts can launch the image and read what is in it.
-- remediation: Remove the launch permission, or include the account in the inventory.
-- source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-explicit.html
SELECT account_id, account_name, region, id, arn, 'shared with ' || permission.UserId AS detail
FROM ec2_image_launch_permission, unnest(LaunchPermissions) AS permissions(permission)
WHERE permission.UserId NOT IN (SELECT account_id FROM accounts);
