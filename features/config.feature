# The one configuration file.
com.fasterxml.jackson.core:jackson-databind             5
com.fasterxml.jackson.core:jackson-annotations          5
com.fasterxml.jackson.dataformat:jackson-dataformat-yaml 5
org.yaml:snakeyaml                                      5

org.ashlar:org.ashlar.config                            15
