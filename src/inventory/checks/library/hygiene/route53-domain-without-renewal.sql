-- title: Domains that are not renewed by themselves
-- severity: medium
-- category: hygiene
-- why: A domain that ends can be registered by anyone.
-- remediation: Turn on auto-renew.
-- source: https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/domain-enable-disable-auto-renewal.html
SELECT account_id, account_name, region, id, arn, DomainName || ' ends on ' || strftime(Expiry, '%Y-%m-%d') AS detail
FROM route53domains_domain
WHERE AutoRenew IS NOT TRUE;
