# The API and its page.
#   docker build -f docker/petty-api.Dockerfile -t petty-api:1.0.0 --build-arg COMMIT="$(git rev-parse --short=10 HEAD)" .
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
RUN --mount=type=cache,target=/root/.m2 ./mvnw -B -q -ntp -Dquick -P notices -DskipTests -Dgit.commit.id.abbrev="$COMMIT" -pl api-readonly -am package

FROM jre AS rehearsal
COPY docker/rehearse /usr/local/bin/
COPY --from=build /source/api-readonly/target/petty-api.jar /opt/petty/
COPY --from=build /source/api-readonly/target/lib /opt/petty/lib
COPY docker/api.options /opt/petty/options
COPY --from=database-ca --chmod=0444 /database-ca.pem /opt/petty/
RUN keytool -printcert -file /opt/petty/database-ca.pem >/dev/null
# Archives the classes that the program loads, so that it answers sooner after a start.
RUN rehearse api

FROM jre
RUN groupadd --system --gid 10001 petty \
 && useradd --system --uid 10001 --gid petty --home-dir /petty --no-create-home --shell /usr/sbin/nologin petty \
 && install -d -o petty -g petty -m 0700 /petty
COPY --from=rehearsal /opt/petty /opt/petty
COPY docker/petty /usr/local/bin/petty
COPY docker/health /opt/petty/health
# The home and temporary files. Everything else may be read-only.
VOLUME ["/petty", "/tmp"]
WORKDIR /petty
ENV PETTY_HOME=/petty PETTY_API_ADDRESS=0.0.0.0 LC_ALL=C.UTF-8
EXPOSE 8080 8081
USER petty
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=15s --timeout=5s --start-period=60s --retries=3 CMD ["/opt/petty/health"]
ENTRYPOINT ["petty"]
