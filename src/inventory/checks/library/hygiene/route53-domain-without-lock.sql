-- title: Domains that can be transferred
-- severity: low
-- category: hygiene
-- why: A stolen code moves the domain to another registrar.
-- remediation: Turn on the transfer lock.
-- source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-lock.html
SELECT account_id, account_name, region, id, arn, DomainName || ' is not locked' AS detail
FROM route53domains_domain
WHERE TransferLock IS NOT TRUE;
