package io.peercred.benchmarks;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.MethodDescriptor;
import io.grpc.Server;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NegotiationType;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.grpc.netty.shaded.io.netty.channel.unix.DomainSocketAddress;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCalls;

/** gRPC over a Unix socket by epoll: unary calls of bytes, on one channel as gRPC has it. */
final class GrpcUnix implements Transport {

    private static final int MAX_MESSAGE = 16 << 20;

    private static final MethodDescriptor<byte[], byte[]> ECHO = MethodDescriptor.<byte[], byte[]>newBuilder()
            .setType(MethodDescriptor.MethodType.UNARY)
            .setFullMethodName("Echo/Echo")
            .setRequestMarshaller(new Bytes())
            .setResponseMarshaller(new Bytes())
            .build();

    private final EventLoopGroup loops = new EpollEventLoopGroup();
    private final Server server;
    private final ManagedChannel channel;

    GrpcUnix(Path path) throws IOException {
        this.server = NettyServerBuilder.forAddress(new DomainSocketAddress(path.toFile()))
                .bossEventLoopGroup(this.loops)
                .workerEventLoopGroup(this.loops)
                .channelType(EpollServerDomainSocketChannel.class)
                .maxInboundMessageSize(MAX_MESSAGE)
                .addService(ServerServiceDefinition.builder("Echo")
                        .addMethod(ECHO, ServerCalls.asyncUnaryCall((request, replies) -> {
                            replies.onNext(request);
                            replies.onCompleted();
                        }))
                        .build())
                .build()
                .start();
        this.channel = NettyChannelBuilder.forAddress(new DomainSocketAddress(path.toFile()))
                .eventLoopGroup(this.loops)
                .channelType(EpollDomainSocketChannel.class)
                .negotiationType(NegotiationType.PLAINTEXT)
                .maxInboundMessageSize(MAX_MESSAGE)
                .build();
    }

    @Override
    public Client client() {
        return payload -> ClientCalls.blockingUnaryCall(this.channel, ECHO, CallOptions.DEFAULT, payload);
    }

    @Override
    public void close() {
        this.channel.shutdownNow();
        this.server.shutdownNow();
        this.loops.shutdownGracefully();
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {

        @Override
        public InputStream stream(byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (IOException ex) {
                throw new UncheckedIOException(ex);
            }
        }
    }
}
