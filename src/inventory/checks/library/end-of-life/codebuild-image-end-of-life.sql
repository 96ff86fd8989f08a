-- title: Build projects with an old image
-- severity: low
-- category: end-of-life
-- why: AWS does not update these images any more.
-- remediation: Use a current image.
-- source: https://docs.aws.amazon.com/codebuild/latest/userguide/available-runtimes.html
SELECT account_id, account_name, region, id, arn, environment.image AS detail
FROM codebuild_project
WHERE regexp_matches(environment.image, '^aws/codebuild/(standard:[1-5]\.|amazonlinux2-x86_64-standard:[1-4]\.)');
