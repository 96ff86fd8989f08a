-- title: Addresses that nothing uses
-- severity: low
-- category: cost
-- why: Every public IPv4 address costs, used or not.
-- remediation: Release the address.
-- source: https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/elastic-ip-addresses-eip.html
SELECT account_id, account_name, region, id, arn, PublicIp || ' is not associated' AS detail
FROM ec2_eip_address
WHERE AssociationId IS NULL;
