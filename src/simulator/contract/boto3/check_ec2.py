"""Amazon EC2: networks, instances and volumes as resources."""


def check_instances_as_resources(aws):
    ec2 = aws.resource("ec2")
    vpc = ec2.create_vpc(CidrBlock="10.0.0.0/16")
    vpc.wait_until_available()
    subnet = vpc.create_subnet(CidrBlock="10.0.1.0/24")
    group = vpc.create_security_group(GroupName="boto3", Description="of a check")
    group.authorize_ingress(IpProtocol="tcp", FromPort=22, ToPort=22, CidrIp="10.0.0.0/8")
    [instance] = ec2.create_instances(
        ImageId="ami-12345678",
        InstanceType="t3.micro",
        MinCount=1,
        MaxCount=1,
        SubnetId=subnet.id,
        SecurityGroupIds=[group.id],
    )
    client = aws.client("ec2")
    aws.wait(client, "instance_running", InstanceIds=[instance.id])
    instance.reload()
    aws.equal("place", [instance.vpc_id, instance.subnet_id], [vpc.id, subnet.id])
    aws.equal("groups", [one["GroupId"] for one in instance.security_groups], [group.id])
    aws.equal("of the VPC", [one.id for one in vpc.instances.all()], [instance.id])
    instance.stop()
    aws.wait(client, "instance_stopped", InstanceIds=[instance.id])
    instance.terminate()
    aws.wait(client, "instance_terminated", InstanceIds=[instance.id])
    group.delete()
    subnet.delete()
    vpc.delete()


def check_volumes_as_resources(aws):
    volume = aws.resource("ec2").create_volume(AvailabilityZone="us-east-1a", Size=10, VolumeType="gp3")
    aws.wait(aws.client("ec2"), "volume_available", VolumeIds=[volume.id])
    volume.create_tags(Tags=[{"Key": "team", "Value": "red"}])
    volume.reload()
    aws.equal("volume", [volume.size, volume.volume_type, volume.tags], [10, "gp3", [{"Key": "team", "Value": "red"}]])
    volume.delete()


def check_pages(aws):
    client = aws.client("ec2")
    made = [client.create_vpc(CidrBlock=f"10.{index}.0.0/16")["Vpc"]["VpcId"] for index in range(1, 8)]
    found = [one["VpcId"] for one in aws.pages(client, "describe_vpcs", "Vpcs", size=5)]
    aws.equal("networks", [one for one in found if one in made], made)
