-- title: Desktops that always run
-- severity: low
-- category: cost
-- why: Desktops that are used less than about 80 hours a month cost less by the hour.
-- remediation: Use AutoStop.
-- source: https://docs.aws.amazon.com/workspaces/latest/adminguide/running-mode.html
SELECT account_id, account_name, region, id, arn, UserName || ' has one that always runs' AS detail
FROM workspaces_workspace
WHERE WorkspaceProperties.RunningMode = 'ALWAYS_ON';
