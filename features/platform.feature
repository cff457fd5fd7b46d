# What every bundle stands on.
org.osgi:org.osgi.util.function              1
org.osgi:org.osgi.util.promise               1
org.osgi:org.osgi.util.pushstream            1
org.osgi:org.osgi.service.component          1
org.osgi:org.osgi.service.log                1
org.apache.felix:org.apache.felix.configadmin 1
org.apache.felix:org.apache.felix.metatype   1
org.apache.felix:org.apache.felix.scr        1

com.fasterxml.jackson.core:jackson-core      5
org.bouncycastle:bcprov-jdk18on              5

org.ashlar:org.ashlar.base                   10
org.ashlar:org.ashlar.event                  10
org.ashlar:org.ashlar.context.logging        20
org.ashlar:org.ashlar.swap                   16
