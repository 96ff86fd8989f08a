"""Amazon CloudWatch: alarms and metrics as resources."""


def check_alarms_as_resources(aws):
    cloudwatch = aws.resource("cloudwatch")
    metric = cloudwatch.Metric("boto3", "requests")
    alarm = metric.put_alarm(
        AlarmName="boto3-alarm",
        ComparisonOperator="GreaterThanThreshold",
        EvaluationPeriods=1,
        Period=60,
        Statistic="Sum",
        Threshold=5,
    )
    aws.wait(aws.client("cloudwatch"), "alarm_exists", AlarmNames=["boto3-alarm"])
    alarm.set_state(StateValue="ALARM", StateReason="a check")
    alarm.reload()
    aws.equal("state", [alarm.state_value, alarm.state_reason], ["ALARM", "a check"])
    alarm.delete()


def check_pages(aws):
    client = aws.client("cloudwatch")
    for index in range(5):
        client.put_metric_data(Namespace="boto3/pages", MetricData=[{"MetricName": f"m{index}", "Value": index}])
    found = aws.pages(client, "list_metrics", "Metrics", Namespace="boto3/pages")
    aws.equal("metrics", sorted(one["MetricName"] for one in found), [f"m{index}" for index in range(5)])
