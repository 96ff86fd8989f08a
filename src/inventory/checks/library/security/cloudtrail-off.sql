-- title: Accounts without a trail for all regions
-- severity: high
-- category: security
-- why: What happens in the account is not recorded.
-- remediation: Create a trail of the organization for all regions.
-- source: https://docs.aws.amazon.com/awscloudtrail/latest/userguide/creating-trail-organization.html
SELECT DISTINCT l.account_id, l.account_name, 'global' AS region, l.account_id AS id, NULL AS arn, 'no trail records all regions' AS detail
FROM listings AS l
WHERE l.service = 'CloudTrail' AND l.type = 'cloud_trail' AND l.status = 'done'
  AND NOT EXISTS (
    SELECT 1 FROM cloudtrail_cloud_trail AS t
    WHERE t.account_id = l.account_id AND t.run_id = l.run_id AND t.IsMultiRegionTrail
      AND (t."Status".IsLogging OR NOT is_read(t.unread, 'GetTrailStatus')));
