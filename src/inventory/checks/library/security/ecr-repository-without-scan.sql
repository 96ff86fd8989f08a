-- title: Repositories whose images are not scanned
-- severity: low
-- category: security
-- why: Known vulnerabilities are deployed unseen.
-- remediation: Turn on scanning on push, or enhanced scanning.
-- source: https://docs.aws.amazon.com/AmazonECR/latest/userguide/image-scanning.html
SELECT account_id, account_name, region, id, arn, 'images are not scanned on push' AS detail
FROM ecr_repository
WHERE imageScanningConfiguration.scanOnPush IS NOT TRUE;
