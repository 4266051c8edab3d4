package io.parley.agent.media;

import java.util.Optional;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;

/// [MediaStore] in a bucket of Amazon S3 or of a server that speaks its protocol.
final class S3MediaStore implements MediaStore, AutoCloseable {

    private final S3Client client;
    private final String bucket;

    S3MediaStore(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    @Override
    public void put(String hash, byte[] content, String mediaType) {
        try {
            if (!isThere(hash)) {
                client.putObject(
                        request -> request.bucket(bucket)
                                .key(MediaStore.path(hash))
                                .contentType(mediaType),
                        RequestBody.fromBytes(content));
            }
        } catch (SdkException e) {
            throw new MediaStoreAway(e);
        }
    }

    private boolean isThere(String hash) {
        try {
            client.headObject(request -> request.bucket(bucket).key(MediaStore.path(hash)));
            return true;
        } catch (NoSuchKeyException e) {
            return false;
        } catch (S3Exception e) {
            // Without the right to list a bucket, S3 says 403 of what is not there (HeadObject, Permissions).
            if (e.statusCode() == 404 || e.statusCode() == 403) {
                return false;
            }
            throw e;
        }
    }

    @Override
    public Optional<byte[]> get(String hash) {
        try {
            return Optional.of(
                    client.getObjectAsBytes(request -> request.bucket(bucket).key(MediaStore.path(hash)))
                            .asByteArray());
        } catch (NoSuchKeyException e) {
            return Optional.empty();
        } catch (SdkException e) {
            throw new MediaStoreAway(e);
        }
    }

    @Override
    public void close() {
        client.close();
    }
}
