-- title: Buckets whose ACL admits everyone
-- severity: critical
-- category: security
-- why: An ACL for AllUsers or AuthenticatedUsers admits every customer of AWS, or the whole Internet.
-- remediation: Disable ACLs (BucketOwnerEnforced), or ignore public ACLs by Block Public Access.
-- source: https://docs.aws.amazon.com/AmazonS3/latest/userguide/about-object-ownership.html
SELECT DISTINCT b.account_id, b.account_name, b.region, b.id, b.arn,
  'its ACL grants ' || "grant".Permission || ' to ' || parse_filename("grant".Grantee.URI) AS detail
FROM s3_bucket AS b
LEFT JOIN s3control_public_access_block AS a ON a.account_id = b.account_id AND a.run_id = b.run_id,
  unnest(b.Acl.Grants) AS grants("grant")
WHERE "grant".Grantee.URI SIMILAR TO '.*/(AllUsers|AuthenticatedUsers)'
  AND b.PublicAccessBlock.IgnorePublicAcls IS NOT TRUE AND a.IgnorePublicAcls IS NOT TRUE
  AND NOT coalesce(list_contains(list_transform(b.OwnershipControls.Rules, lambda r: r.ObjectOwnership), 'BucketOwnerEnforced'), false);
