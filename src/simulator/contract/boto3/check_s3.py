"""Amazon S3: resources, transfers, waiters and links."""

import io
import urllib.error
import urllib.request


def check_objects_as_resources(aws):
    bucket = aws.resource("s3").create_bucket(Bucket="boto3-resources")
    bucket.wait_until_exists()
    for key in ["a b/c+d é.txt", "a b/second", "third"]:
        bucket.put_object(Key=key, Body=key.encode(), Metadata={"name": "value"})
    aws.equal("keys", [one.key for one in bucket.objects.all()], ["a b/c+d é.txt", "a b/second", "third"])
    aws.equal("prefix", [one.key for one in bucket.objects.filter(Prefix="a b/")], ["a b/c+d é.txt", "a b/second"])
    third = bucket.Object("third")
    third.wait_until_exists()
    aws.equal("body", third.get()["Body"].read(), b"third")
    aws.equal("metadata", third.metadata, {"name": "value"})
    aws.refused("a bucket with objects", "BucketNotEmpty", bucket.delete)
    bucket.objects.delete()
    third.wait_until_not_exists()
    bucket.delete()
    bucket.wait_until_not_exists()


def check_versions_as_resources(aws):
    bucket = aws.resource("s3").create_bucket(Bucket="boto3-versions")
    bucket.Versioning().enable()
    for body in [b"one", b"two"]:
        bucket.put_object(Key="a b+c/ü", Body=body)
    bucket.Object("a b+c/ü").delete()
    versions = [(one.object_key, one.is_latest) for one in bucket.object_versions.all()]
    aws.equal("versions", sorted(versions), [("a b+c/ü", False), ("a b+c/ü", False), ("a b+c/ü", True)])
    bucket.object_versions.delete()
    aws.equal("what is left", list(bucket.object_versions.all()), [])
    bucket.delete()


def check_transfers_in_parts(aws):
    client = aws.client("s3")
    client.create_bucket(Bucket="boto3-transfers")
    content = bytes(range(256)) * 4096 * 17
    client.upload_fileobj(io.BytesIO(content), "boto3-transfers", "large")
    head = client.head_object(Bucket="boto3-transfers", Key="large", PartNumber=1)
    aws.equal("parts", head["PartsCount"], 3)
    received = io.BytesIO()
    client.download_fileobj("boto3-transfers", "large", received)
    aws.equal("content", received.getvalue() == content, True)


def check_pages(aws):
    client = aws.client("s3")
    client.create_bucket(Bucket="boto3-pages")
    for key in "abcde":
        client.put_object(Bucket="boto3-pages", Key=key)
    for name, key in [("list_objects_v2", "Contents"), ("list_objects", "Contents"), ("list_object_versions", "Versions")]:
        found = [one["Key"] for one in aws.pages(client, name, key, Bucket="boto3-pages")]
        aws.equal(name, found, list("abcde"))


def check_links_of_both_signatures(aws):
    aws.client("s3").create_bucket(Bucket="boto3-links")
    for version in ["s3", "s3v4", None]:
        client = aws.client("s3", signature_version=version)
        at = {"Bucket": "boto3-links", "Key": "a b+c"}
        put = client.generate_presigned_url("put_object", Params=at)
        request = urllib.request.Request(put, data=b"linked", method="PUT")
        request.add_header("content-type", "")
        aws.equal(f"put {version}", urllib.request.urlopen(request).status, 200)
        overriding = {**at, "ResponseContentType": "text/plain", "ResponseCacheControl": "no-cache"}
        with urllib.request.urlopen(client.generate_presigned_url("get_object", Params=overriding)) as response:
            aws.equal(f"get {version}", response.read(), b"linked")
            headers = [response.headers["content-type"], response.headers["cache-control"]]
            aws.equal(f"headers {version}", headers, ["text/plain", "no-cache"])
        try:
            urllib.request.urlopen(client.generate_presigned_url("get_object", Params=at) + "x")
            aws.equal(f"a changed link {version}", 200, 403)
        except urllib.error.HTTPError as error:
            aws.equal(f"a changed link {version}", error.code, 403)


def check_other_regions(aws):
    client = aws.client("s3")
    configuration = {"LocationConstraint": "eu-west-1"}
    client.create_bucket(Bucket="boto3-ireland", CreateBucketConfiguration=configuration)
    client.put_object(Bucket="boto3-ireland", Key="redirected", Body=b"x")
    aws.equal("location", client.get_bucket_location(Bucket="boto3-ireland")["LocationConstraint"], "eu-west-1")
