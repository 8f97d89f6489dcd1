package import HazardCore
internal import Wording

/// The rejections of a record as a whole.
extension Rejection {
    package static var tombstone: Rejection {
        Rejection(
            .tombstone,
            LocalText(
                zh: "记录没有内容：请发送一个 JSON 对象，这里不以空记录删除",
                en: "the record has no value: send a JSON object, nothing here is deleted by a tombstone"))
    }

    /// A value of more than `limit` bytes.
    static func tooBig(_ bytes: Int, limit: Int) -> Rejection {
        Rejection(
            .tooBig,
            LocalText(
                zh: "内容有 \(bytes) 字节，至多 \(limit) 字节", en: "the value has \(bytes) bytes; at most \(limit) are accepted")
        )
    }

    /// A record that belongs to another shard, whose topic does not take its value.
    package static var tooLargeToForward: Rejection {
        Rejection(
            .tooBig,
            LocalText(
                zh: "写错了分区，而主题的 max.message.bytes 小于其内容，无法转到所属分片：请调大后重放",
                en:
                    "it was in a wrong partition, and max.message.bytes of the topic is less than its value, so it cannot be "
                    + "forwarded: raise it, then replay the record"))
    }

    /// A record without the header of its signature, where its topic requires one.
    package static var unsigned: Rejection {
        Rejection(
            .badSignature,
            LocalText(
                zh: "缺少头 \(HeaderName.signature)：此处的消息须签名（signing.require）",
                en: "the header \(HeaderName.signature) is missing: messages must be signed here (signing.require)"))
    }

    /// A signature that does not fit the value.
    package static var badSignature: Rejection {
        Rejection(
            .badSignature,
            LocalText(
                zh: "头 \(HeaderName.signature) 与内容不符：请核对密钥编号、密钥和头 \(HeaderName.signedFor)",
                en: "the header \(HeaderName.signature) does not fit the value: check key id, key and the header "
                    + "\(HeaderName.signedFor)"))
    }

    /// A valid signature of somebody who may not say this.
    package static func signerNotAllowed(_ signer: String) -> Rejection {
        Rejection(
            .badSignature,
            LocalText(
                zh: "签名者 \(signer) 无权发送此内容：密钥只代表自己的角色、部门和上报编号前缀（signing.keys）",
                en: "\(signer) may not sign this: a key speaks for its own role, departments and report prefixes only "
                    + "(signing.keys)"))
    }

    /// A command of role `system` where people write.
    package static var notForPeople: Rejection {
        Rejection(
            .notForPeople,
            LocalText(
                zh: "角色 system 只用于派单服务自己的记录，不能写入指令主题",
                en: "the role system is for the dispatcher's own records and has no effect here"))
    }

    /// A record between shards that the dispatcher did not write.
    package static var foreignTransfer: Rejection {
        Rejection(
            .notForPeople,
            LocalText(
                zh: "此主题只由派单服务写入：该记录不是它写的，因此不起作用",
                en: "only the dispatcher writes this topic: the record is another program's, so it has no effect"))
    }
}

/// The rejections of a report that was read.
extension Rejection {
    package static func unknownProgramme(_ id: String) -> Rejection {
        Rejection(
            .unknownProgramme,
            LocalText(
                zh: "没有配置项目 \(id)：请加入 programmes.yaml 后重放",
                en: "programme \(id) is not configured: add it to programmes.yaml and replay"), field: "programme")
    }

    /// The id of a report that was used before for other content, which is in that case.
    package static func idReused(_ reportID: String, by id: CaseID) -> Rejection {
        Rejection(
            .idReused,
            LocalText(
                zh: "report_id \(reportID) 已用于内容不同的上报（案卷 \(id.text)）：请给每份上报自己的编号",
                en: "report_id \(reportID) was used before with other bytes (case \(id.text)): give every report an id "
                    + "of its own"), field: "report_id")
    }

    /// The place of a report, in WGS-84, is in none of the areas that the city configured.
    package static func outOfArea(_ point: Point, areas: Int) -> Rejection {
        let place = "\(degrees(point.latitude)), \(degrees(point.longitude))"
        return Rejection(
            .outOfArea,
            LocalText(
                zh: "位置 \(place)（WGS-84）不在 policy.areas 的 \(areas) 个区域之内：请更正 lat、lon、crs，或加入区域后重放",
                en: "the place, \(place) in WGS-84, is outside all \(areas) areas of policy.areas: correct lat, lon or "
                    + "crs, or add the area and replay"), field: "location")
    }

    /// Five decimals, about a metre.
    private static func degrees(_ value: Double) -> String {
        let scaled = Int((abs(value) * 100_000).rounded())
        let fraction = String(scaled % 100_000)
        let padded = String(repeating: "0", count: 5 - fraction.count) + fraction
        return (value < 0 && scaled > 0 ? "-" : "") + "\(scaled / 100_000).\(padded)"
    }
}

/// The rejections of feedback and commands that were read.
extension Rejection {
    package static func unknownDepartment(_ id: String) -> Rejection {
        Rejection(
            .unknownDepartment,
            LocalText(
                zh: "没有配置部门 \(id)：见 departments.yaml", en: "department \(id) is not configured: see departments.yaml"),
            field: "department")
    }

    package static func unknownCase(_ id: CaseID) -> Rejection {
        Rejection(
            .unknownCase,
            LocalText(
                zh: "没有案卷 \(id.text)：请核对编号，或已过保存期",
                en: "there is no case \(id.text): check the number, or its retention is over"), field: "case_id")
    }

    /// A case of a shard that this installation does not have.
    package static func unknownShard(_ shard: Int, of id: CaseID, shards: Int) -> Rejection {
        Rejection(
            .unknownCase,
            LocalText(
                zh: "案卷 \(id.text) 属于分片 \(shard)，而这里只有 \(shards) 个分片",
                en: "case \(id.text) belongs to shard \(shard), and there are only \(shards)"), field: "case_id")
    }

    /// A case whose history can store no further entry of this kind.
    package static func historyFull(_ id: CaseID) -> Rejection {
        Rejection(
            .caseFull,
            LocalText(
                zh: "案卷 \(id.text) 的记录已满：督导仍可结案",
                en: "the history of case \(id.text) is full: a supervisor can still close it"))
    }
}
