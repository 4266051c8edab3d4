package io.parley.egress.delivery;

import io.parley.channels.Piece;
import io.parley.schemas.avro.DeliveryReceipt;

/// One message at a provider.
record PieceKey(String clientId, String replyId, int number) {

    static PieceKey of(String clientId, Piece piece) {
        return new PieceKey(clientId, piece.replyId(), piece.number());
    }

    static PieceKey of(DeliveryReceipt receipt) {
        return new PieceKey(receipt.getClientId(), receipt.getReplyId(), receipt.getPiece());
    }
}
