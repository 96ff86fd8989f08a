"""CloudWatch Logs: groups, streams, events and pages."""


def check_events(aws):
    client = aws.client("logs")
    now = 1_000 * 1_700_000_000
    client.create_log_group(logGroupName="/boto3/group")
    client.create_log_stream(logGroupName="/boto3/group", logStreamName="stream")
    newest = max(now, client_time(aws))
    events = [{"timestamp": newest + index, "message": f"line {index}"} for index in range(3)]
    client.put_log_events(logGroupName="/boto3/group", logStreamName="stream", logEvents=events)
    found = aws.pages(client, "filter_log_events", "events", logGroupName="/boto3/group", filterPattern='"line 1"')
    aws.equal("filtered", [one["message"] for one in found], ["line 1"])


def client_time(aws):
    """The time of the organization, which passes faster than this machine's."""
    queue = aws.resource("sqs").create_queue(QueueName="boto3-clock")
    queue.send_message(MessageBody="now")
    [message] = queue.receive_messages(AttributeNames=["SentTimestamp"])
    return int(message.attributes["SentTimestamp"])


def check_pages(aws):
    client = aws.client("logs")
    for index in range(5):
        client.create_log_group(logGroupName=f"/boto3/page/{index}")
    found = aws.pages(client, "describe_log_groups", "logGroups", logGroupNamePrefix="/boto3/page/")
    aws.equal("groups", [one["logGroupName"][-1] for one in found], list("01234"))
