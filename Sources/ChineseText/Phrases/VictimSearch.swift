/// The grammar of somebody who comes to harm: who did what happened happen to?
///
/// The subject is the nearest person or thing before the event in its clause: 老太太坐路边起不来. A thing after a coverb is not
/// the subject, nor is one before a locative: 骑手被货车撞倒, 脚手架上掉下来一个人. A person just after the event is its object: 砸到一个路人. Without either, the
/// subject of the clauses before it in the sentence stands: 有个大姐骑车被颠翻了,脸着地. Some words are said of people only and
/// need nobody: 晕倒了.
extension PhraseSearch {
    /// The person that the event at this position happens to; nil when it happens to nobody.
    ///
    /// - Returns: the position of the person, or -1 when the words name nobody and need nobody
    func victim(of event: Int, at position: Int) -> Int? {
        let happening = parts[position]
        let takesObject = index.takesObject[event]
        let person = before(happening, index.people)
        var thing = before(happening, index.things)
        if let other = thing, isPlace(other) || person.map({ isGoverned(other, after: $0) }) ?? false { thing = nil }
        if thing?.isNear != true || takesObject, let object = object(after: happening, index.people, Self.objectReach) {
            return object
        }
        // 货车撞到路灯 harms nobody.
        if takesObject, object(after: happening, index.things, 1) != nil { return nil }
        if let person, person.isNear, person.gap <= thing?.gap ?? .max { return person.position }
        if let thing, thing.isNear { return nil }
        if isAlone(happening, event) { return -1 }
        guard let person, person.gap <= Self.sentenceReach, person.gap <= thing?.gap ?? .max,
            parts[person.position].sentence == happening.sentence
        else { return nil }
        return person.position
    }

    private struct Neighbour {
        var position: Int
        var gap: Int32
        /// Whether it stands in the same clause and can be the subject.
        var isNear: Bool
    }

    /// The last occurrence of a part that ends before another one begins.
    private func before(_ happening: FoundPart, _ part: Int32) -> Neighbour? {
        guard part >= 0 else { return nil }
        var candidate = last(part)
        while candidate >= 0, parts[candidate].end > happening.start { candidate = Int(parts[candidate].previous) }
        guard candidate >= 0 else { return nil }
        let gap = parts[candidate].gap(to: happening)
        return Neighbour(
            position: candidate, gap: gap,
            isNear: parts[candidate].clause == happening.clause && gap <= Self.subjectReach)
    }

    /// Whether a coverb stands just before a thing and after a person, so that the thing is not what the event happens to.
    private func isGoverned(_ thing: Neighbour, after person: Neighbour) -> Bool {
        guard index.coverbs >= 0 else { return false }
        let thing = parts[thing.position]
        var candidate = last(index.coverbs)
        while candidate >= 0, parts[candidate].start >= parts[person.position].end {
            let coverb = parts[candidate]
            if coverb.end <= thing.start, coverb.clause == thing.clause, coverb.gap(to: thing) <= Self.coverbReach {
                return true
            }
            candidate = Int(coverb.previous)
        }
        return false
    }

    /// Whether a locative follows a thing, so that the thing is where it happens.
    private func isPlace(_ thing: Neighbour) -> Bool {
        guard index.locatives >= 0 else { return false }
        let end = parts[thing.position].end
        var candidate = last(index.locatives)
        while candidate >= 0, parts[candidate].start >= end {
            if parts[candidate].start == end { return true }
            candidate = Int(parts[candidate].previous)
        }
        return false
    }

    /// The first person, or thing, within reach after an event in its clause.
    private func object(after happening: FoundPart, _ part: Int32, _ reach: Int32) -> Int? {
        guard part >= 0 else { return nil }
        var candidate = last(part)
        var nearest: Int?
        while candidate >= 0, parts[candidate].start >= happening.end {
            nearest = candidate
            candidate = Int(parts[candidate].previous)
        }
        guard let nearest, parts[nearest].clause == happening.clause,
            parts[nearest].gap(to: happening) <= reach
        else { return nil }
        return nearest
    }

    /// Whether the word of the event is one that needs nobody beside it.
    private func isAlone(_ happening: FoundPart, _ event: Int) -> Bool {
        let part = index.alone[event]
        guard part >= 0 else { return false }
        var candidate = last(part)
        while candidate >= 0 {
            if parts[candidate].start == happening.start, parts[candidate].end == happening.end { return true }
            candidate = Int(parts[candidate].previous)
        }
        return false
    }

    /// The largest number of words between a subject and its event in one clause, between an event and its object,
    /// between a coverb and its thing, and between a subject and an event of a later clause.
    private static let subjectReach: Int32 = 12
    private static let objectReach: Int32 = 4
    private static let coverbReach: Int32 = 4
    private static let sentenceReach: Int32 = 16
}
