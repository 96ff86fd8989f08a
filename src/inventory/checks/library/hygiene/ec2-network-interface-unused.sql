-- title: Network interfaces that nothing uses
-- severity: low
-- category: hygiene
-- why: They use up addresses of the subnet.
-- remediation: Delete the interface.
-- source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html
SELECT account_id, account_name, region, id, arn, coalesce(nullif(Description, ''), 'no description') AS detail
FROM ec2_network_interface
WHERE "Status" = 'available';
