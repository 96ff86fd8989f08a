-- title: Stacks in a failed state
-- severity: low
-- category: hygiene
-- why: They cannot be updated, and what they own is unclear.
-- remediation: Repair or delete the stack.
-- source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/troubleshooting.html
SELECT account_id, account_name, region, id, arn, StackName || ' is in ' || StackStatus AS detail
FROM cloudformation_stack
WHERE StackStatus LIKE '%FAILED' OR StackStatus = 'ROLLBACK_COMPLETE';
