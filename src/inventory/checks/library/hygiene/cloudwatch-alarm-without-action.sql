-- title: Alarms that notify nothing
-- severity: low
-- category: hygiene
-- why: An alarm without an action is seen by chance.
-- remediation: Add an action, or delete the alarm.
-- source: https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-actions.html
SELECT account_id, account_name, region, id, arn, AlarmName || ' has no action' AS detail
FROM cloudwatch_metric_alarm
WHERE coalesce(len(AlarmActions), 0) = 0 OR ActionsEnabled = false;
