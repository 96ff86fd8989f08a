-- title: Build projects that everyone can see
-- severity: high
-- category: security
-- why: Logs and artifacts of builds are public.
-- remediation: Make the project private.
-- source: https://docs.aws.amazon.com/codebuild/latest/userguide/public-builds.html
SELECT account_id, account_name, region, id, arn, 'its builds are public' AS detail
FROM codebuild_project
WHERE projectVisibility = 'PUBLIC_READ';
