-- title: Volumes of the type gp2
-- severity: low
-- category: cost
-- why: gp3 costs about a fifth less, with the same or better performance.
-- remediation: Change the type to gp3; no interruption is needed.
-- source: https://docs.aws.amazon.com/ebs/latest/userguide/ebs-modify-volume.html
SELECT account_id, account_name, region, id, arn, Size || ' GiB of gp2' AS detail
FROM ec2_volume
WHERE VolumeType = 'gp2';
