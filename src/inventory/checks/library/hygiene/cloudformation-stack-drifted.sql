-- title: Stacks that have drifted
-- severity: low
-- category: hygiene
-- why: The next update changes back what was changed by hand.
-- remediation: Bring template and resources together.
-- source: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-stack-drift.html
SELECT account_id, account_name, region, id, arn, StackName || ' has drifted' AS detail
FROM cloudformation_stack
WHERE DriftInformation.StackDriftStatus = 'DRIFTED';
