"""Amazon SQS: queues and messages as resources. boto3 verifies the digests."""

import time


def check_messages_as_resources(aws):
    sqs = aws.resource("sqs")
    queue = sqs.create_queue(QueueName="boto3-messages", Attributes={"VisibilityTimeout": "60"})
    attributes = {"colour": {"DataType": "String", "StringValue": "red"}}
    queue.send_message(MessageBody="hello", MessageAttributes=attributes)
    [bare] = queue.receive_messages(VisibilityTimeout=0)
    aws.equal("attributes unasked", (bare.attributes, bare.message_attributes), (None, None))
    [message] = queue.receive_messages(MessageAttributeNames=["All"], AttributeNames=["ApproximateReceiveCount"])
    aws.equal("attributes", message.message_attributes, attributes)
    aws.equal("system attributes", message.attributes, {"ApproximateReceiveCount": "2"})
    aws.equal("in flight", queue.receive_messages(), [])
    message.change_visibility(VisibilityTimeout=0)
    [message] = queue.receive_messages(WaitTimeSeconds=1)
    message.delete()
    queue.load()
    aws.equal("messages", queue.attributes["ApproximateNumberOfMessages"], "0")


def check_long_polls(aws):
    client = aws.client("sqs")
    url = client.create_queue(QueueName="boto3-polls")["QueueUrl"]
    started = time.monotonic()
    aws.equal("nothing", client.receive_message(QueueUrl=url, WaitTimeSeconds=20).get("Messages"), None)
    # Twenty seconds of a clock that runs a hundred times faster.
    aws.equal("waited", time.monotonic() - started >= 0.19, True)


def check_batches(aws):
    queue = aws.resource("sqs").create_queue(QueueName="boto3-batches")
    entries = [{"Id": str(index), "MessageBody": f"body {index}"} for index in range(10)]
    aws.equal("sent", len(queue.send_messages(Entries=entries)["Successful"]), 10)
    received = queue.receive_messages(MaxNumberOfMessages=10)
    handles = [{"Id": str(index), "ReceiptHandle": one.receipt_handle} for index, one in enumerate(received)]
    changes = [{**one, "VisibilityTimeout": 5} for one in handles]
    aws.equal("changed", len(queue.change_message_visibility_batch(Entries=changes)["Successful"]), 10)
    aws.equal("deleted", len(queue.delete_messages(Entries=handles)["Successful"]), 10)


def check_fifo(aws):
    attributes = {"FifoQueue": "true", "ContentBasedDeduplication": "true"}
    queue = aws.resource("sqs").create_queue(QueueName="boto3.fifo", Attributes=attributes)
    first = queue.send_message(MessageBody="a1", MessageGroupId="a")
    again = queue.send_message(MessageBody="a1", MessageGroupId="a")
    aws.equal("duplicate", again["SequenceNumber"], first["SequenceNumber"])
    for body in ["a2", "b1"]:
        queue.send_message(MessageBody=body, MessageGroupId=body[0])
    [one] = queue.receive_messages()
    rest = queue.receive_messages(MaxNumberOfMessages=10)
    aws.equal("order", [one.body] + [message.body for message in rest], ["a1", "b1"])
    aws.refused("no group", "MissingParameter", lambda: queue.send_message(MessageBody="x"))


def check_pages(aws):
    client = aws.client("sqs")
    for index in range(5):
        client.create_queue(QueueName=f"boto3-page-{index}")
    urls = aws.pages(client, "list_queues", "QueueUrls", QueueNamePrefix="boto3-page-")
    aws.equal("queues", [url.rsplit("-", 1)[1] for url in urls], list("01234"))
