-- title: AMIs that everyone can launch
-- severity: high
-- category: security
-- why: The image may contain code, keys and data.
-- remediation: Remove the launch permission for everyone, and block public access for AMIs.
-- source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html
SELECT account_id, account_name, region, id, arn, 'everyone may launch it' AS detail
FROM ec2_image
WHERE "Public";
