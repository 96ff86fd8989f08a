-- title: Regions without a recorder of AWS Config
-- severity: medium
-- category: security
-- why: Who changed what cannot be found out later.
-- remediation: Record all types, in every region.
-- source: https://docs.aws.amazon.com/config/latest/developerguide/stop-start-recorder.html
SELECT l.account_id, l.account_name, l.region, l.account_id || '/' || l.region AS id, NULL AS arn, 'nothing is recorded' AS detail
FROM listings AS l
WHERE l.service = 'ConfigService' AND l.type = 'configuration_recorder' AND l.status = 'done'
  AND NOT EXISTS (
    SELECT 1 FROM config_configuration_recorder AS t
    WHERE t.account_id = l.account_id AND t.region = l.region AND t.run_id = l.run_id AND (t.status.recording OR NOT is_read(t.unread, 'DescribeConfigurationRecorderStatus')));
