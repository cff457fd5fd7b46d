# The one configuration file.
org.yaml:snakeyaml          5

org.ashlar:org.ashlar.config 15
