"""AWS Lambda: functions, waiters and pages."""

import io
import zipfile


def package():
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("index.mjs", "export const handler = async (event) => event;\n")
    return content.getvalue()


def check_functions(aws):
    client = aws.client("lambda")
    role = aws.role("boto3-lambda", "lambda")
    for index in range(3):
        client.create_function(
            FunctionName=f"boto3-{index}",
            Runtime="nodejs22.x",
            Role=role,
            Handler="index.handler",
            Code={"ZipFile": package()},
            Environment={"Variables": {"NUMBER": str(index)}},
        )
    aws.wait(client, "function_active_v2", FunctionName="boto3-0")
    found = [one["FunctionName"] for one in aws.pages(client, "list_functions", "Functions")]
    aws.equal("functions", [one for one in found if one.startswith("boto3-")], ["boto3-0", "boto3-1", "boto3-2"])
    client.update_function_configuration(FunctionName="boto3-0", Timeout=30)
    aws.wait(client, "function_updated_v2", FunctionName="boto3-0")
    configuration = client.get_function_configuration(FunctionName="boto3-0")
    aws.equal("timeout", configuration["Timeout"], 30)
    aws.equal("variables", configuration["Environment"], {"Variables": {"NUMBER": "0"}})
    client.delete_function(FunctionName="boto3-0")
    missing = lambda: client.get_function(FunctionName="boto3-0")
    aws.refused("deleted", "ResourceNotFoundException", missing)
