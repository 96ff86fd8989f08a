-- title: Regions without GuardDuty
-- severity: high
-- category: security
-- why: Attacks and stolen credentials are not noticed.
-- remediation: Enable GuardDuty for the organization, in every region.
-- source: https://docs.aws.amazon.com/guardduty/latest/ug/guardduty_organizations.html
SELECT l.account_id, l.account_name, l.region, l.account_id || '/' || l.region AS id, NULL AS arn, 'GuardDuty is off' AS detail
FROM listings AS l
WHERE l.service = 'GuardDuty' AND l.type = 'detector' AND l.status = 'done'
  AND NOT EXISTS (
    SELECT 1 FROM guardduty_detector AS t
    WHERE t.account_id = l.account_id AND t.region = l.region AND t.run_id = l.run_id AND (t."Status" = 'ENABLED' OR NOT is_read(t.unread, 'GetDetector')));
