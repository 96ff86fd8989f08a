-- title: Resources without tags
-- severity: low
-- category: hygiene
-- why: Costs and questions have no addressee.
-- remediation: Tag them; a tag policy can require it.
-- source: https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html
SELECT account_id, account_name, region, id, arn, service || ' ' || type || ' without tags' AS detail
FROM resources
WHERE cardinality(tags) = 0
  AND (service, type) IN (SELECT (service, type) FROM resources WHERE cardinality(tags) > 0);
