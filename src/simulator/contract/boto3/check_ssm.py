"""Parameter Store: names, versions and pages."""


def check_parameters(aws):
    client = aws.client("ssm")
    for index in range(5):
        client.put_parameter(Name=f"/boto3/{index}", Value=str(index), Type="String")
    found = aws.pages(client, "get_parameters_by_path", "Parameters", Path="/boto3")
    aws.equal("by path", [one["Name"] for one in found], [f"/boto3/{index}" for index in range(5)])
    client.put_parameter(Name="/boto3/0", Value="new", Type="String", Overwrite=True)
    history = aws.pages(client, "get_parameter_history", "Parameters", Name="/boto3/0")
    aws.equal("history", [one["Value"] for one in history], ["0", "new"])
    aws.equal("first version", client.get_parameter(Name="/boto3/0:1")["Parameter"]["Value"], "0")
    described = aws.pages(client, "describe_parameters", "Parameters")
    aws.equal("described", {one["Name"] for one in found} <= {one["Name"] for one in described}, True)


def check_names(aws):
    client = aws.client("ssm")
    put = lambda name: lambda: client.put_parameter(Name=name, Value="x", Type="String")
    put("boto3-plain")()
    aws.equal("with a slash", client.get_parameter(Name="/boto3-plain")["Parameter"]["Value"], "x")
    aws.refused("again", "ParameterAlreadyExists", put("/boto3-plain"))
    aws.refused("not qualified", "ValidationException", put("a/b"))
    aws.refused("reserved", "AccessDeniedException", put("/aws/x"))
