# The petty command: runs, Spark's master and workers, maintenance.
#   docker build -f docker/petty.Dockerfile -t petty:1.0.0 --build-arg COMMIT="$(git rev-parse --short=10 HEAD)" .
# Both base images have exact tags. docker/pin-base prints the options that pin them to their digests.
# To use another base image, add --build-context jre=docker-image://NAME (with podman: jre=container-image://NAME).
# If another CA than that of Amazon RDS signs the database's certificate, name a folder that contains it as database-ca.pem:
#   --build-context database-ca=FOLDER
# Java code is the same for every platform, so the build stage runs on the building machine's own platform.
FROM --platform=$BUILDPLATFORM eclipse-temurin:17.0.20.1_1-jdk-noble AS jdk
FROM eclipse-temurin:17.0.20.1_1-jre-noble AS jre

# The CAs of Amazon RDS in all commercial regions. Amazon adds CAs to this file, so its content can't be pinned.
FROM scratch AS database-ca
ADD https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem /database-ca.pem

FROM jdk AS build
# Without unzip, Maven's wrapper downloads an archive of another format, and then rejects it by its checksum.
RUN apt-get update && apt-get install -y --no-install-recommends unzip && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
# The commit that --version prints, because the build context has no .git.
ARG COMMIT=
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -q -ntp -Dquick -P notices -DskipTests -Dgit.commit.id.abbrev="$COMMIT" -pl spark,cli -am package
# The command already contains most of the executors' libraries, so links replace the copies of these.
RUN cd spark/target/spark-home/jars \
 && for jar in *.jar; do if [ -f /source/cli/target/lib/"$jar" ]; then ln -sf ../../lib/"$jar" "$jar"; fi; done

FROM jre AS rehearsal
COPY docker/rehearse /usr/local/bin/
COPY --from=build /source/cli/target/petty.jar /opt/petty/
COPY --from=build /source/cli/target/lib /opt/petty/lib
COPY --from=build /source/spark/target/spark-home /opt/petty/spark
COPY docker/command.options /opt/petty/options
COPY --from=database-ca --chmod=0444 /database-ca.pem /opt/petty/
RUN keytool -printcert -file /opt/petty/database-ca.pem >/dev/null
COPY sample-data /opt/sample-data
# Archives the classes that the program loads, which saves a third of a short command's run time.
RUN rehearse command

FROM jre
RUN groupadd --system --gid 10001 petty \
 && useradd --system --uid 10001 --gid petty --home-dir /petty --no-create-home --shell /usr/sbin/nologin petty \
 && install -d -o petty -g petty -m 0700 /petty
COPY --from=rehearsal /opt/petty /opt/petty
COPY docker/petty /usr/local/bin/petty
COPY docker/in-task /opt/petty/in-task
# The home and temporary files. Everything else may be read-only.
VOLUME ["/petty", "/tmp"]
WORKDIR /petty
ENV PETTY_HOME=/petty LC_ALL=C.UTF-8
USER petty
STOPSIGNAL SIGTERM
# A command ends by itself, so a running container needs no health check.
HEALTHCHECK NONE
ENTRYPOINT ["petty"]
CMD ["--help"]
