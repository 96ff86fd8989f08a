-- title: Accounts without an operations contact
-- severity: low
-- category: hygiene
-- why: AWS writes to the address of the root user, which few people read.
-- remediation: Add the operations contact, for all accounts from the management account.
-- source: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-update-contact-alternate.html
SELECT l.account_id, l.account_name, 'global' AS region, l.account_id AS id, NULL AS arn, 'it has no operations contact' AS detail
FROM listings AS l
WHERE l.service = 'Account' AND l.type = 'alternate_contact' AND l.status = 'done'
  AND NOT EXISTS (
    SELECT 1 FROM account_alternate_contact AS c
    WHERE c.account_id = l.account_id AND c.run_id = l.run_id AND c.AlternateContactType = 'OPERATIONS');
